/** What the corpus view has on screen: what is asked for, what was found, and the pages of it that are in sight. */
import { useDebouncedValue } from "@mantine/hooks";
import { type QueryClient, useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { CorpusPage, CorpusQuery, CorpusRow } from "../../api/client";
import { useStep } from "../../api/queries";
import { useServices } from "../../app/services";
import { EVERYTHING, functionOf, queryOf, type Search } from "./query";
import { PAGE, pagesOf, type Rows } from "./windowing";

/** Typing is waited for; a page that is only scrolled past is never asked for. */
const TYPING_MS = 250;
const RESTING_MS = 50;
const FORGOTTEN_MS = 60_000;

/** While the page lives, a search is there again when one comes back to the view. */
let latest: Search = EVERYTHING;

export function useSearch() {
  const [search, setSearch] = useState(latest);
  useEffect(() => {
    latest = search;
  }, [search]);
  return [search, setSearch] as const;
}

const subscribe = (listener: () => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

/** The function whose texts the address asks for. */
export const useFunctionAsked = (): number | null =>
  functionOf(useSyncExternalStore(subscribe, () => window.location.hash));

/** What was found: of what is asked for or, while that is looked for or cannot be read, of what was asked before. */
export function useFound(search: Search, fn: number | null) {
  const [text] = useDebouncedValue(search.text, TYPING_MS);
  const { predicted, given, least, most, state, order } = search;
  const asked = useMemo(
    () => queryOf({ text, predicted, given, least, most, state, order }, fn),
    [text, predicted, given, least, most, state, order, fn],
  );
  const first = useQuery(usePageQuery()(asked, 0, 0));
  const shown = useRef<{ query: CorpusQuery; total: number } | null>(null);
  if (first.data) shown.current = { query: asked, total: first.data.total };
  return {
    found: shown.current,
    error: first.error,
    /** Whether what is on screen is not what was asked for last. */
    old: shown.current?.query !== asked || text !== search.text,
  };
}

/** The row at a place of what was found; nothing while its page is on its way. */
export function useRows(query: CorpusQuery, rows: Rows): (place: number) => CorpusRow | undefined {
  const pageQuery = usePageQuery();
  const numbers = pagesOf(rows);
  const pages = useQueries({ queries: numbers.map((number) => pageQuery(query, number, RESTING_MS)) });
  return (place) => {
    const page = pages[numbers.indexOf(Math.floor(place / PAGE))];
    return page?.data?.rows[place % PAGE];
  };
}

/** How a page is asked for. Its key has the step: labels count at once, and newer models say something else. */
function usePageQuery() {
  const { client, queries } = useServices();
  const step = useStep();
  const stamp = step ? `${step.step}/${step.models_step}` : "";
  return (query: CorpusQuery, number: number, rest: number) => ({
    queryKey: ["documents", query, number, stamp],
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      await resting(rest, signal);
      return client.documents({ ...query, offset: number * PAGE, limit: PAGE }, signal);
    },
    // What it was at the step before stays until the new one is there.
    placeholderData: () => lastOf(queries, ["documents", query, number]),
    gcTime: FORGOTTEN_MS,
    enabled: stamp !== "",
  });
}

function lastOf(queries: QueryClient, key: readonly unknown[]): CorpusPage | undefined {
  const cached = queries.getQueryCache().findAll({ queryKey: key });
  const newest = cached.sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)[0];
  return newest?.state.data as CorpusPage | undefined;
}

const resting = (ms: number, signal: AbortSignal): Promise<void> =>
  ms === 0
    ? Promise.resolve()
    : new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, ms);
        signal.addEventListener("abort", () => {
          clearTimeout(timer);
          reject(signal.reason);
        });
      });
