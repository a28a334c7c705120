/** A function while it is written or changed: what was typed, what that would do, and how it is saved. */
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import type { DraftQuery, FunctionChange, LabelingFunction, ProjectInfo } from "../../api/client";
import { type ShownScreen, useDraft, useScreen, useStep } from "../../api/queries";
import { useServices } from "../../app/services";
import { useTold } from "./useTold";

const TYPING_MS = 250;

const OVERTAKEN = "Another window answered first, so this is not saved yet. Look at it again, then save.";

const goneInWords = (primitive: string) =>
  `Another window has withdrawn “${primitive}”, so there is nothing to change. To keep this, write it as a new function.`;

export interface Values {
  primitive: string;
  label: string;
  /** `null`: as the project says. */
  percentile: number | null;
}

interface Subject {
  project: ProjectInfo;
  f: LabelingFunction | null;
  gone: boolean;
  onClose: () => void;
}

export type Editing = ReturnType<typeof useEditing>;

export function useEditing({ project, f, gone, onClose }: Subject) {
  const { answering, queries } = useServices();
  const told = useTold();
  const shown = useScreen().data?.suggestion?.document.document ?? null;
  const [document] = useState(f ? f.document : shown);
  const [values, setTyped] = useState<Values>(() => valuesOf(f, project));
  const [refused, setRefused] = useState<string | null>(null);
  const drafts = useDrafts(f, values, document);
  const step = useStep()?.step ?? 0;
  // What was read meanwhile was not seen: a newer step must not carry an answer that was meant for this one.
  const [seen, setSeen] = useState(step);
  const [before, setBefore] = useState(f);
  if (f && before && f !== before) {
    setBefore(f);
    setTyped(rebased(values, valuesOf(before, project), valuesOf(f, project)));
  }

  const setValues = (next: Values) => {
    setRefused(null);
    setTyped(next);
  };
  const complete = values.primitive.trim() !== "" && (f !== null || document !== null);
  const save = async () => {
    if (!complete || gone) return;
    const change = f && changeOf(f, values);
    if (change && Object.keys(change).length === 0) return onClose();
    const outcome = await answering.send((client) => {
      if (f) return client.changeFunction(f.id, { ...change, step: seen });
      return client.writeFunction({ ...trimmed(values), document: document ?? 0, step: seen });
    }, setRefused);
    if (outcome === "stale") {
      setSeen(queries.getQueryData<ShownScreen>(["screen"])?.step.step ?? step);
      setRefused(OVERTAKEN);
    }
    if (outcome !== "answered") return;
    onClose();
    told();
  };
  return {
    values,
    setValues,
    document,
    complete,
    save,
    ...drafts,
    /** Why it cannot be saved as it is. */
    error: f && gone ? goneInWords(f.primitive) : (refused ?? drafts.error),
  };
}

const valuesOf = (f: LabelingFunction | null, project: ProjectInfo): Values => ({
  primitive: f?.primitive ?? "",
  label: f?.label ?? project.labels[0] ?? "",
  percentile: f?.percentile ?? null,
});

const trimmed = ({ primitive, label, percentile }: Values): Values => ({
  primitive: primitive.trim(),
  label,
  percentile,
});

/** What was typed stays; what was not touched is as the function is by now. */
export function rebased(values: Values, before: Values, now: Values): Values {
  const of = <K extends keyof Values>(key: K) => (values[key] === before[key] ? now[key] : values[key]);
  return { primitive: of("primitive"), label: of("label"), percentile: of("percentile") };
}

/** What is different: the rest is not sent, and stays. */
export function changeOf(f: LabelingFunction, values: Values): FunctionChange {
  const { primitive, label, percentile } = trimmed(values);
  return {
    ...(primitive !== f.primitive && { primitive }),
    ...(label !== f.label && { label }),
    ...(percentile !== f.percentile && { percentile }),
  };
}

/** What it does now and what it would do; neither is known of a function that has no text of its own. */
function useDrafts(f: LabelingFunction | null, values: Values, document: number | null) {
  const step = useStep()?.step ?? 0;
  const [typed] = useDebouncedValue(values, TYPING_MS);
  const now = useDraft(f && queryOf(f, document, f), step);
  const after = useDraft(queryOf(typed, document, f), step);
  const late = typed !== values || after.isPlaceholderData || after.isFetching;
  return { now, after, late, error: late ? null : (after.error?.message ?? null) };
}

/** Of a function that is changed: as if it were not there. */
function queryOf(
  { primitive, label, percentile }: Values,
  document: number | null,
  f: LabelingFunction | null,
): DraftQuery | null {
  const said = trimmed({ primitive, label, percentile });
  return document === null || said.primitive === ""
    ? null
    : { ...said, document, ...(f && { instead: f.id }) };
}
