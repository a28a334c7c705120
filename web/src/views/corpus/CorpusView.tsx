import { Skeleton } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import type { CorpusQuery, ProjectInfo } from "../../api/client";
import { useFunctions, useProgress, useProject } from "../../api/queries";
import { Trouble } from "../../app/Trouble";
import { CloseIcon } from "../../ui/icons";
import classes from "./corpus.module.css";
import { DocumentList, focusList } from "./DocumentList";
import { ExplainDrawer } from "./ExplainDrawer";
import { Filters } from "./Filters";
import { countInWords, EVERYTHING, functionInWords, narrows, nothingFound } from "./query";
import { SearchBox } from "./SearchBox";
import { useFound, useFunctionAsked, useSearch } from "./useCorpus";

/** All texts: to search, to filter, to read, and to ask why they are taken for what they are. */
export default function CorpusView() {
  const project = useProject().data;
  return project ? <Corpus project={project} /> : <Skeleton height={320} width="auto" m={28} radius="lg" />;
}

function Corpus({ project }: { project: ProjectInfo }) {
  const [search, setSearch] = useSearch();
  const fn = useFunctionAsked();
  const { found, error, old } = useFound(search, fn);
  const [opened, setOpened] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another function's texts are asked for from the drawer
  useEffect(() => setOpened(null), [fn]);
  const close = useCallback(() => {
    setOpened(null);
    focusList();
  }, []);
  const clear = useCallback(() => {
    setSearch(EVERYTHING);
    if (fn !== null) window.location.hash = "#/corpus";
  }, [setSearch, fn]);
  return (
    <div className={classes.page}>
      <div className={classes.asking}>
        <SearchBox
          text={search.text}
          error={error?.message ?? null}
          onText={(text) => setSearch({ ...search, text })}
        />
        <Filters project={project} search={search} onSearch={setSearch} />
        {fn !== null && <FunctionChip id={fn} />}
        <p className={classes.count} role="status" data-testid="count">
          {found && countInWords(found.total, project.n_documents, narrows(found.query))}
        </p>
        <NothingPredicted />
      </div>
      {found && found.total > 0 && (
        <DocumentList
          query={found.query}
          total={found.total}
          labels={project.labels}
          old={old}
          onOpen={setOpened}
        />
      )}
      {found && found.total === 0 && <Nothing query={found.query} onClear={clear} />}
      {!found && !error && <Skeleton height={400} radius="lg" data-testid="loading" />}
      {opened !== null && <ExplainDrawer document={opened} project={project} onClose={close} />}
    </div>
  );
}

function Nothing({ query, onClear }: { query: CorpusQuery; onClear: () => void }) {
  const balance = useProgress().data?.predicted_balance ?? {};
  const predicts = Object.values(balance).some((share) => share > 0);
  return (
    <Trouble title="No text found" testId="nothing-found">
      <p>{nothingFound(query, predicts)}</p>
      <button type="button" className={classes.clear} onClick={onClear} data-testid="show-all">
        Show all texts
      </button>
    </Trouble>
  );
}

/** In a project without functions: where what is missing comes from. */
function NothingPredicted() {
  const progress = useProgress().data;
  if (progress?.n_functions !== 0) return null;
  return (
    <p className={classes.hint} data-testid="nothing-predicted">
      No votes and no predictions yet: write functions in <a href="#/label">Label</a>. To label a text of your
      own choice, open it here.
    </p>
  );
}

/** Which function's texts are shown, with the way back. */
function FunctionChip({ id }: { id: number }) {
  const functions = useFunctions().data?.functions ?? [];
  return (
    <a
      className={classes.chip}
      href="#/corpus"
      aria-label={`Where ${functionInWords(id, functions)}: show all again`}
      data-testid="function-chip"
    >
      where <bdi>{functionInWords(id, functions)}</bdi> <CloseIcon />
    </a>
  );
}
