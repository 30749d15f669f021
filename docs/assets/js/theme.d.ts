// What the theme and the head of each page leave in `window`.

declare global {
  /** Says each page that is shown, the first one included. */
  const document$: { subscribe(shown: (page: Document) => void): void };

  interface Navigator {
    /** What some browsers say of the connection. */
    readonly connection?: { readonly saveData?: boolean; readonly type?: string };
  }

  interface Window {
    /** The button of live code that was pressed before its script was there. */
    pressed?: HTMLElement;
  }
}

export {};
