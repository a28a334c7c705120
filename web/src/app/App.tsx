import { MantineProvider, VisuallyHidden } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { type RefObject, Suspense, useEffect, useRef, useState } from "react";
import { useProject, useReachable } from "../api/queries";
import { NoticeList } from "../notices/NoticeList";
import { cssVariables, theme } from "../theme/theme";
import classes from "./App.module.css";
import { ConnectionBanner } from "./ConnectionBanner";
import { Header } from "./Header";
import { PartMissing } from "./PartMissing";
import { lazyPart } from "./parts";
import { type Services, ServicesProvider } from "./services";
import { Trouble } from "./Trouble";
import { useTour } from "./tour/useTour";
import { useGlobalKeys } from "./useGlobalKeys";
import { type Shown, useShownView } from "./useShownView";

const Tour = lazyPart(() => import("./tour/Tour"));
const HelpOverlay = lazyPart(() => import("./help/HelpOverlay"));

export function App({ services }: { services: Services }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={services.queries}>
        <ServicesProvider value={services}>
          <Page />
        </ServicesProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Page() {
  const [helped, setHelped] = useState(false);
  const shown = useShownView();
  const tour = useTour();
  useGlobalKeys(() => setHelped(true));
  const takeTour = () => {
    setHelped(false);
    tour.begin();
  };
  return (
    <>
      <Header onHelp={() => setHelped(true)} />
      <ConnectionBanner />
      <PartMissing />
      <Body shown={shown} />
      <NoticeList />
      <Suspense>{tour.on && <Tour key={tour.taken} view={shown?.view.name} onEnd={tour.end} />}</Suspense>
      <Suspense>{helped && <HelpOverlay onClose={() => setHelped(false)} onTour={takeTour} />}</Suspense>
    </>
  );
}

function Body({ shown }: { shown: Shown | null }) {
  const project = useProject();
  const reachable = useReachable();
  const main = useFocusOnChange(shown?.view.name);
  if (!project.data && !reachable) {
    return (
      <Trouble title="lamplighter's server does not answer">
        Is it still running? Look at the terminal in which it was started. This page tries again by itself.
      </Trouble>
    );
  }
  if (project.isError && !project.data)
    return <Trouble title="The project cannot be shown">{project.error.message}</Trouble>;
  return (
    <main ref={main} tabIndex={-1} className={classes.main} data-view={shown?.view.name}>
      {shown && (
        <Suspense>
          <title>{`${shown.view.title} · lamplighter`}</title>
          <VisuallyHidden component="h1">{shown.view.title}</VisuallyHidden>
          <shown.component />
        </Suspense>
      )}
    </main>
  );
}

/** Hand the keyboard to a view when it is opened: else Enter would press the navigation's link again, not save. */
function useFocusOnChange(view: string | undefined): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const before = useRef(view);
  useEffect(() => {
    if (before.current !== undefined && before.current !== view) main.current?.focus({ preventScroll: true });
    before.current = view;
  }, [view]);
  return main;
}
