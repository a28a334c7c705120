/** The views, in the order of the navigation. A new view is a folder and a line here. */
import type { Load } from "../app/parts";
import { LabelView } from "./label/LabelView";

export interface View {
  /** In the address, and in test ids. */
  name: string;
  title: string;
  /** Where the view is; loaded when it is first shown. */
  load: Load;
  /** Which of the progress figures stands beside the title. */
  counts?: "n_functions";
}

export const DEFAULT_VIEW: View = {
  name: "label",
  title: "Label",
  load: async () => ({ default: LabelView }),
};

export const VIEWS: readonly View[] = [
  DEFAULT_VIEW,
  {
    name: "functions",
    title: "Functions",
    load: () => import("./functions/FunctionsView"),
    counts: "n_functions",
  },
  { name: "corpus", title: "Corpus", load: () => import("./corpus/CorpusView") },
  { name: "map", title: "Map", load: () => import("./map/MapView") },
  { name: "progress", title: "Progress", load: () => import("./progress/ProgressView") },
  { name: "export", title: "Export", load: () => import("./export/ExportView") },
];
