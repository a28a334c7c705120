import "../../theme/overlays";
import { Drawer, Skeleton } from "@mantine/core";
import { type CSSProperties, useMemo } from "react";
import type { Document, LabelingFunction, ProjectInfo } from "../../api/client";
import { useDocument } from "../../api/queries";
import { count } from "../../text/format";
import { occurrences, segmentsOf, wordsOf } from "../../text/words";
import { classColour } from "../../theme/classes";
import { ClassName } from "../../ui/ClassName";
import classes from "./functions.module.css";

interface Props {
  source: LabelingFunction;
  project: ProjectInfo;
  onClose: () => void;
}

/** The text on which a function was written, with its word marked. */
export function SourceDrawer({ source, project, onClose }: Props) {
  const document = useDocument(source.document);
  const index = project.labels.indexOf(source.label);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(620px, 100vw)"
      closeButtonProps={{ "aria-label": "Close" }}
      title={
        <span className={classes.drawerTitle}>
          <b>
            “<bdi>{source.primitive}</bdi>”
          </b>{" "}
          votes <ClassName index={index} name={source.label} />
        </span>
      }
    >
      <div data-testid="source-document" data-document={source.document}>
        {document.isError && <p>{document.error.message}</p>}
        {document.data ? (
          <>
            <p className={classes.drawerMeta}>
              written at answer {count(source.written_at_step)}, on row {count(document.data.row)}
              {document.data.id !== null && `, ${document.data.id}`}
            </p>
            <SourceText document={document.data} primitive={source.primitive} colour={classColour(index)} />
          </>
        ) : (
          !document.isError && <Skeleton height={160} />
        )}
      </div>
    </Drawer>
  );
}

function SourceText({
  document,
  primitive,
  colour,
}: {
  document: Document;
  primitive: string;
  colour: string;
}) {
  const marked = useMemo(() => markedSegments(document, primitive), [document, primitive]);
  return (
    <div className={classes.text} dir="auto" style={{ "--chosen": colour } as CSSProperties}>
      {document.segments.map((segment, at) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: a text's segments never move
        marked.has(at) ? <mark key={at}>{segment.text}</mark> : segment.text,
      )}
    </div>
  );
}

function markedSegments(document: Document, primitive: string): Set<number> {
  const words = wordsOf(document.segments);
  const marked = new Set<number>();
  for (const span of occurrences(words, primitive)) {
    const range = segmentsOf(words, span);
    if (range) for (let at = range.from; at <= range.to; at++) marked.add(at);
  }
  return marked;
}
