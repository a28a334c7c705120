import { Skeleton, useComputedColorScheme } from "@mantine/core";
import { useCallback, useMemo, useState } from "react";
import type { MapColouring, ProjectInfo } from "../../api/client";
import { useFunctions, useProject } from "../../api/queries";
import { Trouble } from "../../app/Trouble";
import { plural } from "../../text/format";
import { classShape } from "../../theme/classes";
import { dark, light } from "../../theme/palette";
import { ExplainDrawer } from "../corpus/ExplainDrawer";
import { Card } from "./Card";
import { Chosen } from "./Chosen";
import { FunctionList } from "./FunctionList";
import { Legend } from "./Legend";
import { looksOf, marksOf, NOTHING, rgbOf } from "./looks";
import { MapCanvas } from "./MapCanvas";
import classes from "./map.module.css";
import type { Places } from "./places";
import { examplesIn, inWords, tally } from "./tally";
import { useCodes, useMapStatus, usePlaces, useVotesOf } from "./useMap";
import { Waiting } from "./Waiting";

/** The corpus as a map: texts that use the same words lie together. */
export default function MapView() {
  const project = useProject().data;
  const status = useMapStatus();
  if (status.isError && !status.data)
    return <Trouble title="The map cannot be shown">{status.error.message}</Trouble>;
  if (!project || !status.data) return <Skeleton height={420} width="auto" m={28} radius="lg" />;
  const { state, share, n_documents, message } = status.data;
  if (state === "computing") return <Waiting share={share} n={n_documents} />;
  if (state === "failed") {
    return (
      <Trouble title="There is no map" testId="map-failed">
        {message} Everything else works without it; lamplighter tries again when it is started the next time.
      </Trouble>
    );
  }
  return <Ready project={project} />;
}

function Ready({ project }: { project: ProjectInfo }) {
  const places = usePlaces();
  if (places.isError) return <Trouble title="The map cannot be shown">{places.error.message}</Trouble>;
  if (!places.data) return <Skeleton height={420} width="auto" m={28} radius="lg" />;
  return <CorpusMap project={project} places={places.data} />;
}

function CorpusMap({ project, places }: { project: ProjectInfo; places: Places }) {
  const { labels } = project;
  const palette = useComputedColorScheme("light") === "dark" ? dark : light;
  const functions = useFunctions().data?.functions ?? [];
  const [by, setBy] = useState<MapColouring>("predicted");
  const [alone, setAlone] = useState<number | null>(null);
  const [opened, setOpened] = useState<number | null>(null);
  const [chosen, setChosen] = useState<readonly number[] | null>(null);
  const lighting = useLighting(functions);
  const codes = useAllCodes(by, places.n);
  const { lit: shone, votes } = lighting;

  const drawing = useMemo(() => {
    const lights = shone ?? chosen;
    const lit = lights && marksOf(places.n, lights);
    const sure = by === "confidence" ? codes.sure : null;
    const kinds = looksOf(palette, { nClasses: labels.length, classes: codes.shown, sure }, alone, lit);
    return { places, ...kinds, above: lit, ground: rgbOf(palette.card) };
  }, [places, palette, labels, codes.shown, codes.sure, by, alone, shone, chosen]);
  const examples = useMemo(
    () =>
      examplesIn(codes.given)
        .map((document) => ({ document, code: codes.given[document] as number }))
        .filter(({ code }) => alone === null || alone === code)
        .map(({ document, code }) => ({
          document,
          shape: classShape(code),
          colour: palette.classes[code % palette.classes.length] as string,
        })),
    [codes.given, alone, palette],
  );
  const cardOf = useCallback(
    (document: number) => (
      <Card
        document={document}
        labels={labels}
        predicted={codes.predicted[document] ?? NOTHING}
        sure={codes.sure[document] ?? NOTHING}
        given={codes.given[document] ?? NOTHING}
      />
    ),
    [labels, codes.predicted, codes.sure, codes.given],
  );
  const words = inWords(labels, codes.predicted, codes.given, places.n);
  const onBy = (next: MapColouring) => {
    setBy(next);
    setAlone(null);
  };
  const clear = () => {
    setChosen(null);
    lighting.setPinned(null);
  };
  return (
    <div className={classes.page}>
      <p className={classes.summary} data-testid="map-words">
        {words}
        {votes && (
          <b role="status">
            {" "}
            · “<bdi>{votes.primitive}</bdi>” votes {votes.label} on {plural(votes.documents.length, "text")}
          </b>
        )}
      </p>
      <MapCanvas
        drawing={drawing}
        examples={examples}
        source={votes?.document ?? null}
        palette={palette}
        words={words}
        cardOf={cardOf}
        onChosen={setChosen}
        onOpen={setOpened}
        onClear={clear}
      />
      <aside className={classes.aside}>
        <Legend
          labels={labels}
          hasGold={project.has_gold}
          by={by}
          onBy={onBy}
          counts={useMemo(() => tally(codes.shown, labels.length), [codes.shown, labels])}
          alone={alone}
          nExamples={examples.length}
          onAlone={setAlone}
          palette={palette}
        />
        {chosen && (
          <Chosen
            documents={chosen}
            labels={labels}
            predicted={codes.predicted}
            onOpen={setOpened}
            onClear={() => setChosen(null)}
          />
        )}
        <FunctionList
          project={project}
          functions={functions}
          pinned={lighting.pinned}
          onPinned={lighting.setPinned}
          onPointed={lighting.setPointed}
        />
      </aside>
      {opened !== null && (
        <ExplainDrawer document={opened} project={project} onClose={() => setOpened(null)} />
      )}
    </div>
  );
}

/** The function whose texts are lit: the one pointed at, else the one that stays lit. */
function useLighting(functions: readonly { id: number }[]) {
  const [pinned, setPinned] = useState<number | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const wanted = pointed ?? pinned;
  const id = functions.some((f) => f.id === wanted) ? wanted : null;
  const votes = useVotesOf(id).data;
  const there = votes && votes.id === id ? votes : null;
  return { pinned, setPinned, setPointed, votes: there, lit: there?.documents ?? null };
}

/** The codes of all documents; nothing is known of them until they have come. */
function useAllCodes(by: MapColouring, n: number) {
  const nothing = useMemo(() => new Uint8Array(n).fill(NOTHING), [n]);
  const predicted = useCodes("predicted").data ?? nothing;
  const sure = useCodes("confidence").data ?? nothing;
  const given = useCodes("given").data ?? nothing;
  const shown = useCodes(by === "confidence" ? "predicted" : by).data ?? nothing;
  return { predicted, sure, given, shown };
}
