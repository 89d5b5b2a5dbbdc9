/** Room between a menu and the edge of the window. */
const EDGE = 8;

/** Shows a menu in front of everything, below its anchor, or above where there is more room. */
export function openFloat(menu: HTMLElement, anchor: HTMLElement, match = false): void {
  if (!menu.matches(':popover-open')) menu.showPopover();
  const box = anchor.getBoundingClientRect();
  if (match) menu.style.setProperty('min-width', `${box.width}px`);
  menu.style.setProperty('max-height', '');
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = innerHeight - box.bottom - EDGE;
  const above = box.top - EDGE;
  const isBelow = height <= below || below >= above;
  const room = Math.max(80, Math.min(320, isBelow ? below - 4 : above - 4));
  const left = Math.max(EDGE, Math.min(box.left, innerWidth - width - EDGE));
  const top = isBelow ? box.bottom + 4 : box.top - Math.min(height, room) - 4;
  menu.style.setProperty('max-height', `${room}px`);
  menu.style.setProperty('left', `${left}px`);
  menu.style.setProperty('top', `${top}px`);
}

export function closeFloat(menu: HTMLElement | null): void {
  if (menu?.matches(':popover-open')) menu.hidePopover();
}
