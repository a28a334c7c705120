/** What the views read, as hooks. Reads never change anything. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRef, useSyncExternalStore } from "react";
import { useServices } from "../app/services";
import type { DraftQuery, Screen, Step } from "./client";
import { newest, pollInterval } from "./freshness";

/** A screen as last answered: with what the answer did, when it came of one. */
export type ShownScreen = Screen & { said?: string };

export function useProject() {
  const { client } = useServices();
  return useQuery({ queryKey: ["project"], queryFn: () => client.project() });
}

export function useScreen() {
  const { client, queries } = useServices();
  return useQuery<ShownScreen>({
    queryKey: ["screen"],
    queryFn: async () => {
      const screen = await client.suggestion();
      const shown = queries.getQueryData<ShownScreen>(["screen"]);
      return shown?.said && shown.step.step === screen.step.step ? { ...screen, said: shown.said } : screen;
    },
    // Another window may have answered while this one lay behind it.
    refetchOnWindowFocus: "always",
  });
}

/** Progress, asked for again and again only while models are behind the answers. */
export function useProgress() {
  const { client } = useServices();
  const idle = useRef({ place: "", since: 0 });
  return useQuery({
    queryKey: ["progress"],
    queryFn: () => client.progress(),
    refetchOnWindowFocus: "always",
    refetchInterval: ({ state }) => {
      const place = placeOf(state.data?.step);
      if (place !== idle.current.place) idle.current = { place, since: state.dataUpdateCount };
      return pollInterval(state.data?.step, state.dataUpdateCount - idle.current.since);
    },
  });
}

/** The last answers; the step is part of the key, for each answer adds one. */
export function usePace(step: number) {
  const { client } = useServices();
  return useQuery({
    queryKey: ["pace", step],
    queryFn: () => client.pace(),
    placeholderData: keepPreviousData,
  });
}

const placeOf = (step: Step | undefined): string => (step ? `${step.step}/${step.models_step}` : "");

/** Where the session stands, from whichever answer is newest. */
export function useStep(): Step | undefined {
  return newest(useScreen().data?.step, useProgress().data?.step);
}

/** The table of functions: read again after every answer, and when newer models expect something else of them. */
export function useFunctions() {
  const { client } = useServices();
  const step = useStep();
  return useQuery({
    queryKey: ["functions", step?.models_step],
    queryFn: () => client.functions(),
    enabled: step !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

export function useHistory() {
  const { client } = useServices();
  const step = useStep()?.step;
  return useQuery({
    queryKey: ["history", step],
    queryFn: () => client.history(),
    enabled: step !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

export function useDocument(document: number | null) {
  const { client } = useServices();
  return useQuery({
    queryKey: ["document", document],
    queryFn: () => client.document(document as number),
    enabled: document !== null,
  });
}

/** How sure the models are around a text; newer models may be surer. The last text's stands in until it is known. */
export function useAround(document: number) {
  const { client } = useServices();
  const models = useStep()?.models_step;
  return useQuery({
    queryKey: ["around", document, models],
    queryFn: () => client.around(document),
    enabled: models !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

/** The strategies that may pick: what they need may be there once models are newer. */
export function useStrategies() {
  const { client } = useServices();
  const models = useStep()?.models_step;
  return useQuery({
    queryKey: ["strategies", models],
    queryFn: () => client.strategies(),
    enabled: models !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

/** A text with what functions find in it. */
export function useExplained(document: number | null) {
  const { client } = useServices();
  const step = useStep();
  return useQuery({
    queryKey: ["explanation", document, step?.step, step?.models_step],
    queryFn: () => client.explain(document as number),
    enabled: document !== null,
    gcTime: 60_000,
  });
}

/** What a function would do. The step is part of the key: after an answer it may do something else. */
export function useDraft(query: DraftQuery | null, step: number) {
  const { client } = useServices();
  return useQuery({
    queryKey: ["draft", query, step],
    queryFn: ({ signal }) => client.draft(query as DraftQuery, signal),
    enabled: query !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

/** The kinds of patterns, and how each is written. */
export function usePatterns() {
  const { client } = useServices();
  return useQuery({
    queryKey: ["patterns"],
    queryFn: () => client.patterns(),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useReachable(): boolean {
  const { connection } = useServices();
  return useSyncExternalStore(connection.subscribe, connection.snapshot);
}

export function useBusy(): boolean {
  const { answering } = useServices();
  return useSyncExternalStore(answering.subscribe, answering.busy);
}
