/** What lives as long as the page: the client, the cache of what it answered, and who is told of failures. */
import { QueryCache, QueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { Answering } from "../api/answering";
import type { Answer, Lamplighter, Progress } from "../api/client";
import { Connection } from "../api/connection";
import { UnreachableError } from "../api/errors";
import { newest } from "../api/freshness";
import { Notices } from "../notices/notices";

export interface Services {
  client: Lamplighter;
  queries: QueryClient;
  connection: Connection;
  notices: Notices;
  answering: Answering;
}

export function createServices(client: Lamplighter): Services {
  const connection = new Connection();
  const notices = new Notices();
  const queries = createQueries(connection);
  const answering = new Answering(client, {
    answered: (answer) => {
      connection.report(true);
      notices.clear();
      takeIn(queries, answer);
    },
    stale: () => queries.invalidateQueries(),
    unreachable: () => {
      connection.report(false);
      notices.show({ kind: "error", text: "Not saved: the server did not answer. What you chose is kept." });
    },
    refused: (text) => {
      connection.report(true);
      notices.show({ kind: "error", text });
    },
  });
  return { client, queries, connection, notices, answering };
}

function createQueries(connection: Connection): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onSuccess: () => connection.report(true),
      onError: (error) => connection.report(!(error instanceof UnreachableError)),
    }),
    defaultOptions: {
      queries: {
        // The server is on this machine: it is there whether or not the browser thinks it is online.
        networkMode: "always",
        // Answers say what changed; nothing grows stale by itself. Retrying is the connection banner's part.
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
      },
    },
  });
}

/** An answer carries the next screen: show it at once, and ask for the rest beside. */
function takeIn(queries: QueryClient, answer: Answer): void {
  queries.setQueryData(["screen"], answer);
  queries.setQueryData<Progress>(["progress"], (old) =>
    old ? { ...old, step: newest(old.step, answer.step) ?? old.step } : old,
  );
  void queries.invalidateQueries({ queryKey: ["progress"] });
  void queries.invalidateQueries({ queryKey: ["functions"] });
}

const ServicesContext = createContext<Services | null>(null);
export const ServicesProvider = ServicesContext.Provider;

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error("useServices is called outside of ServicesProvider");
  return services;
}
