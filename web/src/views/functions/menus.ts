/** Styles of Mantine's menus, in the order Mantine asks for. */
import "@mantine/core/styles/ScrollArea.css";
import "@mantine/core/styles/Popover.css";
import "@mantine/core/styles/Menu.css";
