/** Room between a menu and the edge of the window. */
const EDGE = 8;

/** How a menu stands: as wide as its anchor at least, and at most so high. */
export interface FloatShape {
  minWidth?: number;
  maxHeight?: number;
}

/** Shows a menu in front of everything, below its anchor, or above where there is more room. */
export function openFloat(
  menu: HTMLElement,
  anchor: HTMLElement,
  { minWidth, maxHeight = Number.POSITIVE_INFINITY }: FloatShape = {},
): void {
  if (!menu.matches(':popover-open')) menu.showPopover();
  const box = anchor.getBoundingClientRect();
  if (minWidth !== undefined) menu.style.setProperty('min-width', `${minWidth}px`);
  menu.style.setProperty('max-height', '');
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = innerHeight - box.bottom - EDGE;
  const above = box.top - EDGE;
  const isBelow = height <= below || below >= above;
  const room = Math.max(80, Math.min(maxHeight, isBelow ? below - 4 : above - 4));
  const left = Math.max(EDGE, Math.min(box.left, innerWidth - width - EDGE));
  const top = isBelow ? box.bottom + 4 : box.top - Math.min(height, room) - 4;
  menu.style.setProperty('max-height', `${room}px`);
  menu.style.setProperty('left', `${left}px`);
  menu.style.setProperty('top', `${top}px`);
}

/** Hides a menu; nothing happens to one that is hidden or not drawn yet. */
export function closeFloat(menu: HTMLElement | null): void {
  if (menu?.matches(':popover-open')) menu.hidePopover();
}
