import "../../theme/overlays";
import { Button, Drawer, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type CSSProperties, useMemo } from "react";
import { useSend } from "../../api/actions";
import type { Explanation, FunctionHere, Passage, ProjectInfo } from "../../api/client";
import { useBusy, useStep } from "../../api/queries";
import { useServices } from "../../app/services";
import { count } from "../../text/format";
import { classColour } from "../../theme/classes";
import { AroundIt } from "../../ui/AroundIt";
import { Blocks } from "../../ui/Blocks";
import { ClassName } from "../../ui/ClassName";
import classes from "./drawer.module.css";
import { Shares } from "./Shares";
import { VotesHere } from "./VotesHere";

interface Props {
  document: number;
  project: ProjectInfo;
  onClose: () => void;
}

/** One text in full, with the votes on it and what is made of them. */
export function ExplainDrawer({ document, project, onClose }: Props) {
  const explanation = useExplanation(document);
  const said = explanation.data;
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(680px, 100vw)"
      closeButtonProps={{ "aria-label": "Close" }}
      title={<Title said={said} />}
    >
      <div data-testid="explanation" data-document={said?.document}>
        {explanation.isError && <p>{explanation.error.message}</p>}
        {said ? <Explained said={said} labels={project.labels} /> : <Skeleton height={240} />}
      </div>
    </Drawer>
  );
}

function useExplanation(document: number) {
  const { client } = useServices();
  const step = useStep();
  return useQuery({
    queryKey: ["explanation", document, step?.step, step?.models_step],
    queryFn: () => client.explain(document),
    // Of the same text only: newer models say something else of it, but another text is another one.
    placeholderData: (before) => (before?.document === document ? before : undefined),
    gcTime: 60_000,
  });
}

/** Which text it is, as the other views call it. */
function Title({ said }: { said: Explanation | undefined }) {
  if (!said) return "…";
  return (
    <span className={classes.title}>
      <b>Row {count(said.row)}</b>{" "}
      {said.id !== null && (
        <small>
          <bdi>{said.id}</bdi>
        </small>
      )}
    </span>
  );
}

function Explained({ said, labels }: { said: Explanation; labels: readonly string[] }) {
  return (
    <>
      <div className={classes.meta}>
        <Known said={said} labels={labels} />
        <LabelThisOne document={said.document} />
      </div>
      <Text said={said} labels={labels} />
      <VotesHere said={said} labels={labels} />
      <Shares said={said} labels={labels} />
      <AroundIt document={said.document} />
    </>
  );
}

function LabelThisOne({ document }: { document: number }) {
  const send = useSend();
  const busy = useBusy();
  const step = useStep();
  const label = async () => {
    const outcome = await send((client) => client.show({ document, step: step?.step ?? null }));
    if (outcome === "answered") window.location.hash = "#/label";
  };
  return (
    <Button onClick={() => void label()} disabled={busy} data-testid="label-this">
      Label this one
    </Button>
  );
}

function Text({ said, labels }: { said: Explanation; labels: readonly string[] }) {
  const of = useMemo(() => new Map(said.functions.map((f) => [f.number, f])), [said.functions]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      className={classes.text}
      role="group"
      aria-label="Text"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
      tabIndex={0}
      dir="auto"
      data-testid="explained-text"
    >
      <Blocks pieces={said.passages}>{(piece) => <Found piece={piece} of={of} labels={labels} />}</Blocks>
    </div>
  );
}

interface FoundProps {
  piece: Passage;
  of: ReadonlyMap<number, FunctionHere>;
  labels: readonly string[];
}

/** A piece of the text, marked if functions look for it. */
function Found({ piece: { text, functions }, of, labels }: FoundProps) {
  const names = functions.map((id) => of.get(id)).filter((f) => f !== undefined);
  const [first] = names;
  if (!first) return text;
  const colour = classColour(labels.indexOf(first.label));
  const title = names.map((f) => `“${f.primitive}” votes ${f.label}`).join("; ");
  return (
    <mark title={title} style={{ "--chosen": colour } as CSSProperties}>
      {text}
    </mark>
  );
}

/** What is known of it rather than thought. */
function Known({ said, labels }: { said: Explanation; labels: readonly string[] }) {
  const { given, skipped, gold } = said;
  if (given === null && !skipped && gold === null) return null;
  return (
    <p className={classes.known}>
      {given !== null && (
        <span data-testid="given">
          You said <ClassName index={labels.indexOf(given)} name={given} />
        </span>
      )}
      {given === null && <span>{skipped ? "You skipped it" : "You did not label it yet"}</span>}
      {gold !== null && (
        <span>
          truly <ClassName index={labels.indexOf(gold)} name={gold} />
        </span>
      )}
    </p>
  );
}
