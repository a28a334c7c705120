import "@fontsource-variable/source-serif-4/wght.css";
import "./theme/mantine";
import "./theme/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createServerClient } from "./api/client";
import { watchLooks } from "./api/looks";
import { App } from "./app/App";
import { createServices } from "./app/services";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id 'root'");

watchLooks();
createRoot(root).render(
  <StrictMode>
    <App services={createServices(createServerClient())} />
  </StrictMode>,
);
