/** The few icons, drawn on 20 × 20 in the colour of the text. */
import type { ReactNode } from "react";

function Icon({ children, size = 18 }: { children: ReactNode; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const SearchIcon = () => (
  <Icon size={15}>
    <circle cx="9" cy="9" r="5.5" />
    <path d="m13.2 13.2 4 4" />
  </Icon>
);
export const SunIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="3.6" />
    <path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.5 1.5M14.2 14.2l1.5 1.5M4.3 15.7l1.5-1.5M14.2 5.8l1.5-1.5" />
  </Icon>
);
export const MoonIcon = () => (
  <Icon>
    <path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7Z" />
  </Icon>
);
export const AutoIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 3a7 7 0 0 1 0 14Z" fill="currentColor" stroke="none" />
  </Icon>
);
export const UndoIcon = () => (
  <Icon size={15}>
    <path d="M7.5 4 3.5 8l4 4M4 8h7.5a5 5 0 0 1 0 10H9" />
  </Icon>
);
export const RedoIcon = () => (
  <Icon size={15}>
    <path d="m12.5 4 4 4-4 4M16 8H8.5a5 5 0 0 0 0 10H11" />
  </Icon>
);
export const MoreIcon = () => (
  <Icon size={16}>
    <path d="M4 10h.01M10 10h.01M16 10h.01" strokeWidth={2.6} />
  </Icon>
);
export const UploadIcon = () => (
  <Icon size={16}>
    <path d="M10 12.5V3M6 7l4-4 4 4M4 17h12" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon size={15}>
    <path d="m5 5 10 10M15 5 5 15" />
  </Icon>
);
export const DownloadIcon = () => (
  <Icon size={16}>
    <path d="M10 3v9.5M6 9l4 4 4-4M4 17h12" />
  </Icon>
);
export const CopyIcon = () => (
  <Icon size={15}>
    <rect x="7" y="7" width="10" height="10" rx="2" />
    <path d="M13 7V5a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2h2" />
  </Icon>
);
export const ArrowIcon = ({ down }: { down: boolean }) => (
  <Icon size={12}>
    <path d={down ? "m5 8 5 5 5-5" : "m5 12 5-5 5 5"} strokeWidth={2.4} />
  </Icon>
);
export const LampMark = () => (
  <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
    <circle cx="16" cy="16" r="14" fill="var(--lamp)" fillOpacity=".22" />
    <circle cx="16" cy="16" r="7.5" fill="var(--lamp)" />
  </svg>
);
