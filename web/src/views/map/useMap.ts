/** What the map reads, as hooks. */
import { useQueries, useQuery } from "@tanstack/react-query";
import type { MapColouring } from "../../api/client";
import { useStep } from "../../api/queries";
import { useServices } from "../../app/services";
import { plainText } from "../../text/cut";
import { placesOf } from "./places";

const ASK_MS = 700;
const FOREVER = Number.POSITIVE_INFINITY;

/** How far the map is, asked for until it is there. The first question has the server begin. */
export function useMapStatus() {
  const { client } = useServices();
  return useQuery({
    queryKey: ["map"],
    queryFn: () => client.mapStatus(),
    refetchInterval: ({ state }) => (state.data?.state === "computing" ? ASK_MS : false),
  });
}

/** Where the documents lie: fetched once. */
export function usePlaces() {
  const { client } = useServices();
  return useQuery({
    queryKey: ["map-points"],
    queryFn: async () => placesOf(new Float32Array(await client.mapPoints())),
    staleTime: FOREVER,
    gcTime: FOREVER,
  });
}

/** A byte for each document; until newer models have spoken, what the older ones said. */
export function useCodes(by: MapColouring) {
  const { client } = useServices();
  const step = useStep();
  return useQuery({
    queryKey: ["map-colours", by, step?.step, step?.models_step],
    queryFn: async () => new Uint8Array(await client.mapColours(by)),
    placeholderData: (before, query) => (query?.queryKey[1] === by ? before : undefined),
    gcTime: 30_000,
  });
}

/** Where a function votes. */
export function useVotesOf(id: number | null) {
  const { client } = useServices();
  const step = useStep();
  return useQuery({
    queryKey: ["map-function", id, step?.step],
    queryFn: () => client.mapFunction(id as number),
    enabled: id !== null,
    gcTime: 60_000,
  });
}

/** Some texts, each as it comes. */
export function useTexts(documents: readonly number[]) {
  const { client } = useServices();
  return useQueries({
    queries: documents.map((document) => ({
      queryKey: ["document", document],
      queryFn: () => client.document(document),
    })),
    combine: (results) => results.map(({ data }) => (data ? plainText(data) : null)),
  });
}
