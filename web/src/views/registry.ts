/** The views, in the order of the navigation. A new view is a folder and a line here. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { LabelView } from "./label/LabelView";

export interface View {
  /** In the address, and in test ids. */
  name: string;
  title: string;
  component: ComponentType | LazyExoticComponent<ComponentType>;
  /** Which of the progress figures stands beside the title. */
  counts?: "n_functions";
}

export const DEFAULT_VIEW: View = { name: "label", title: "Label", component: LabelView };

export const VIEWS: readonly View[] = [
  DEFAULT_VIEW,
  {
    name: "functions",
    title: "Functions",
    component: lazy(() => import("./functions/FunctionsView")),
    counts: "n_functions",
  },
  { name: "corpus", title: "Corpus", component: lazy(() => import("./corpus/CorpusView")) },
  { name: "map", title: "Map", component: lazy(() => import("./map/MapView")) },
  { name: "progress", title: "Progress", component: lazy(() => import("./progress/ProgressView")) },
  { name: "export", title: "Export", component: lazy(() => import("./export/ExportView")) },
];
