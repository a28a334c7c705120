/** The state of one text on screen: what is chosen, what would come of it, and how it is answered. */
import { type RefObject, useMemo, useReducer, useRef, useState } from "react";
import { useSend } from "../../api/actions";
import type { NewFunction, OtherSuggestion, ProjectInfo, Suggestion } from "../../api/client";
import { type ShownScreen, useDraft } from "../../api/queries";
import { useServices } from "../../app/services";
import { readCut } from "../../text/cut";
import { wordsOf } from "../../text/words";
import { chosenBefore, useKeptChoice } from "./kept";
import { stopsOf } from "./marks";
import { primaryOf, primitiveOf, select } from "./selection";
import { strengths } from "./why";

export interface Subject {
  project: ProjectInfo;
  screen: ShownScreen;
  suggestion: Suggestion;
}

export type Labeling = ReturnType<typeof useLabeling>;

export function useLabeling({ project, screen, suggestion }: Subject) {
  const { document } = suggestion;
  const { cut, marks } = document;
  const segments = useMemo(() => readCut({ cut, marks }), [cut, marks]);
  const words = useMemo(() => wordsOf(segments), [segments]);
  const strong = useMemo(() => strengths(suggestion.reasons), [suggestion.reasons]);
  const stops = useMemo(() => stopsOf(words, strong), [words, strong]);
  const place = `${project.name}/${document.document}/${words.length}`;
  const [selection, choose] = useReducer(select, place, chosenBefore);
  useKeptChoice(place, selection);
  const [finding, setFinding] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);

  const primitive = primitiveOf(selection, words);
  const label = selection.label === null ? null : (project.labels[selection.label] ?? null);
  const query =
    primitive !== null && label !== null
      ? { primitive, label, document: document.document, percentile: selection.percentile }
      : null;
  const draft = useDraft(query, screen.step.step);
  const answers = useAnswers(document.document, screen.step.step, selection.percentile);

  return {
    project,
    screen,
    suggestion,
    segments,
    words,
    strong,
    stops,
    selection,
    choose,
    finding,
    setFinding,
    scroller: scroller as RefObject<HTMLDivElement | null>,
    primitive,
    label,
    draft,
    primary: primaryOf(selection, words),
    ...answers,
  };
}

function useAnswers(document: number, step: number, percentile: number | null) {
  const send = useSend();
  const write = useWriteFunction();
  return useMemo(
    () => ({
      saveFunction: (primitive: string, label: string) =>
        write({ primitive, label, document, step, percentile }),
      saveLabel: (label: string) => send((client) => client.giveLabel({ label, document, step })),
      skip: () => send((client) => client.skip({ document, step })),
      showOther: (wanted: OtherSuggestion["wanted"]) =>
        send((client) => client.showOther({ wanted, document, step })),
      goBack: (passed: number) => send((client) => client.show({ document: passed, step })),
      switchStrategy: (strategy: string) => send((client) => client.switchStrategy({ strategy, step })),
    }),
    [send, write, document, step, percentile],
  );
}

/** Write a function; when another window came first, lose nothing: keep the choice, or offer to write it still. */
function useWriteFunction() {
  const { answering, notices, queries } = useServices();
  return useMemo(() => {
    const write = async (body: NewFunction): Promise<void> => {
      const outcome = await answering.send((client) => client.writeFunction(body));
      if (outcome !== "stale") return;
      const now = queries.getQueryData<ShownScreen>(["screen"]);
      const what = `“${body.primitive}” votes ${body.label}`;
      if (now?.suggestion?.document.document === body.document) {
        const text = `Another window answered first, so ${what} is not saved yet. Your choice still stands: save it again.`;
        notices.show({ kind: "info", text });
        return;
      }
      notices.show({
        kind: "info",
        text: `Another window answered first and a newer text is shown. ${what} is not saved.`,
        action: { label: "Save it still", run: () => void write({ ...body, step: now?.step.step ?? null }) },
      });
    };
    return write;
  }, [answering, notices, queries]);
}
