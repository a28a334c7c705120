import "../../theme/overlays";
import { Drawer, Skeleton } from "@mantine/core";
import { type CSSProperties, useMemo } from "react";
import type { Document, Passage, ProjectInfo } from "../../api/client";
import { useDocument, useExplained } from "../../api/queries";
import { readCut } from "../../text/cut";
import { count } from "../../text/format";
import { occurrences, segmentsOf, wordsOf } from "../../text/words";
import { classColour } from "../../theme/classes";
import { Blocks } from "../../ui/Blocks";
import { ClassName } from "../../ui/ClassName";
import { kindOf } from "./patterns";
import { joined, type Piece, type Source } from "./source";
import classes from "./source.module.css";
import { useFocusBack } from "./useFocusBack";

interface Props {
  source: Source;
  project: ProjectInfo;
  onClose: () => void;
}

/** The text that an answer was about; of a function, with what it looks for marked. */
export function SourceDrawer({ source, project, onClose }: Props) {
  useFocusBack();
  const document = useDocument(source.document);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(620px, 100vw)"
      closeButtonProps={{ "aria-label": "Close" }}
      title={<Title source={source} project={project} />}
    >
      <div data-testid="source-document" data-document={source.document}>
        {document.isError && <p>{document.error.message}</p>}
        {document.data ? (
          <>
            <p className={classes.meta}>
              {source.f ? "written at" : "said at"} answer {count(source.step)}, on row{" "}
              {count(document.data.row)}
              {document.data.id !== null && `, ${document.data.id}`}
            </p>
            <SourceText document={document.data} source={source} project={project} />
          </>
        ) : (
          !document.isError && <Skeleton height={160} />
        )}
      </div>
    </Drawer>
  );
}

function Title({ source: { f, said }, project }: Pick<Props, "source" | "project">) {
  if (!f) return <bdi className={classes.title}>{said}</bdi>;
  return (
    <span className={classes.title}>
      <b>
        “<bdi>{f.primitive}</bdi>”
      </b>{" "}
      votes <ClassName index={project.labels.indexOf(f.label)} name={f.label} />
    </span>
  );
}

function SourceText({ document, source: { f }, project }: Omit<Props, "onClose"> & { document: Document }) {
  // Words are found in the segments that are here; other patterns only the server can find.
  const asked = f !== null && kindOf(f.primitive) !== null;
  const passages = useExplained(asked ? document.document : null).data?.passages;
  const pieces = useMemo(
    () => (asked && passages ? piecesOf(passages, f.id) : segmentPieces(document, f?.primitive ?? null)),
    [asked, passages, document, f],
  );
  const colour = classColour(f ? project.labels.indexOf(f.label) : -1);
  return (
    <div
      className={classes.text}
      dir="auto"
      data-testid="source-text"
      style={{ "--chosen": colour } as CSSProperties}
    >
      <Blocks pieces={pieces}>{({ text, marked }) => (marked ? <mark>{text}</mark> : text)}</Blocks>
    </div>
  );
}

const piecesOf = (passages: readonly Passage[], id: number): Piece[] =>
  passages.map(({ text, functions }) => ({ text, marked: functions.includes(id) }));

function segmentPieces(document: Document, primitive: string | null): Piece[] {
  const segments = readCut(document);
  const words = wordsOf(segments);
  const marked = new Set<number>();
  for (const span of primitive === null ? [] : occurrences(words, primitive)) {
    const range = segmentsOf(words, span);
    if (range) for (let at = range.from; at <= range.to; at++) marked.add(at);
  }
  return joined(segments.map(({ text }, at) => ({ text, marked: marked.has(at) })));
}
