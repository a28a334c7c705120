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

const placeOf = (step: Step | undefined): string => (step ? `${step.step}/${step.models_step}` : "");

/** Where the session stands, from whichever answer is newest. */
export function useStep(): Step | undefined {
  return newest(useScreen().data?.step, useProgress().data?.step);
}

export function useFunctions() {
  const { client } = useServices();
  return useQuery({ queryKey: ["functions"], queryFn: () => client.functions() });
}

export function useDocument(document: number | null) {
  const { client } = useServices();
  return useQuery({
    queryKey: ["document", document],
    queryFn: () => client.document(document as number),
    enabled: document !== null,
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

export function useReachable(): boolean {
  const { connection } = useServices();
  return useSyncExternalStore(connection.subscribe, connection.snapshot);
}

export function useBusy(): boolean {
  const { answering } = useServices();
  return useSyncExternalStore(answering.subscribe, answering.busy);
}
