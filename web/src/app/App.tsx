import { MantineProvider, VisuallyHidden } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, type RefObject, Suspense, useEffect, useRef, useState } from "react";
import { useProject, useReachable } from "../api/queries";
import { NoticeList } from "../notices/NoticeList";
import { cssVariables, theme } from "../theme/theme";
import classes from "./App.module.css";
import { ConnectionBanner } from "./ConnectionBanner";
import { Header } from "./Header";
import { useView } from "./route";
import { type Services, ServicesProvider } from "./services";
import { Trouble } from "./Trouble";
import { useGlobalKeys } from "./useGlobalKeys";

const HelpOverlay = lazy(() => import("./HelpOverlay"));

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
  useGlobalKeys(() => setHelped(true));
  return (
    <>
      <Header onHelp={() => setHelped(true)} />
      <ConnectionBanner />
      <Body />
      <NoticeList />
      <Suspense>{helped && <HelpOverlay onClose={() => setHelped(false)} />}</Suspense>
    </>
  );
}

function Body() {
  const project = useProject();
  const reachable = useReachable();
  const { component: View, name, title } = useView();
  const main = useFocusOnChange(name);
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
    <main ref={main} tabIndex={-1} className={classes.main} data-view={name}>
      <title>{`${title} · lamplighter`}</title>
      <VisuallyHidden component="h1">{title}</VisuallyHidden>
      <Suspense>
        <View />
      </Suspense>
    </main>
  );
}

/** Hand the keyboard to a view when it is opened: else Enter would press the navigation's link again, not save. */
function useFocusOnChange(view: string): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const before = useRef(view);
  useEffect(() => {
    if (before.current !== view) main.current?.focus({ preventScroll: true });
    before.current = view;
  }, [view]);
  return main;
}
