import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  // Relative, so that the page also works behind a path prefix (a notebook proxy, say).
  base: "./",
  server: { proxy: { "/api": "http://127.0.0.1:8765" } },
  build: {
    // Into the package: git-ignored there, but shipped in the wheel.
    outDir: "../src/lamplighter/server/static",
    emptyOutDir: true,
    // The licences of what is bundled travel with it.
    license: { fileName: "licenses.md" },
  },
  test: {
    environment: "jsdom",
    include: ["test/**/*.test.ts"],
  },
});
