/** Mantine's theme, and our palette as CSS variables. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import { dark, light, type Palette, TINT } from "./palette";

const amber: MantineColorsTuple = [
  "#fdf5e7",
  "#f8e8cb",
  "#f1d199",
  "#eab963",
  "#e6a94d",
  "#d9932b",
  "#c27f1d",
  "#a16615",
  "#8a5608",
  "#6e4405",
];

const SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";

export const SERIF = "'Source Serif 4 Variable', 'Iowan Old Style', Palatino, Georgia, 'Noto Serif', serif";

export const theme = createTheme({
  colors: { amber },
  primaryColor: "amber",
  primaryShade: { light: 5, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.3,
  fontFamily: SANS,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace",
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // A dialog's head is no banner: the page has one.
    ModalHeader: { defaultProps: { role: "none" } },
    DrawerHeader: { defaultProps: { role: "none" } },
    // Within the view, and the keyboard on the first line, not on a placeholder without a name.
    Menu: { defaultProps: { portalProps: { target: "main" }, withInitialFocusPlaceholder: false } },
  },
});

function variables(palette: Palette, tint: number): Record<string, string> {
  const named = {
    "--bg": palette.bg,
    "--card": palette.card,
    "--ink": palette.ink,
    "--mute": palette.mute,
    "--line": palette.line,
    "--edge": palette.edge,
    "--lamp": palette.lamp,
    "--on-lamp": palette.onLamp,
    "--lamp-ink": palette.lampInk,
    "--danger": palette.danger,
    "--tint": `${tint}%`,
    "--mantine-color-body": palette.bg,
    "--mantine-color-text": palette.ink,
    "--mantine-color-dimmed": palette.mute,
    "--mantine-color-default": palette.card,
    "--mantine-color-default-border": palette.line,
    "--mantine-color-default-hover": palette.bg,
    "--mantine-color-error": palette.danger,
    "--mantine-color-disabled": palette.bg,
    "--mantine-color-disabled-color": palette.edge,
    "--mantine-color-disabled-border": palette.line,
  };
  const classes = palette.classes.map((colour, i) => [`--class-${i}`, colour]);
  return { ...named, ...Object.fromEntries(classes) };
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: { "--serif": SERIF },
  light: variables(light, TINT.light),
  dark: variables(dark, TINT.dark),
});
