// What lies on `window`: what Dash and its libraries put there, and the little that they look for there.
export {};

declare global {
  type Effect = () => (() => void) | undefined;
  type Called = (...given: never[]) => unknown;
  interface Dash {
    no_update: unknown;
    callback_context: {triggered_id: string};
    set_props(id: string, props: Record<string, unknown>): void;
    muster?: Record<string, Called>;
  }
  interface ReactParts {
    Fragment: unknown;
    createElement(what: unknown, props: object | null, ...children: unknown[]): object;
    useEffect(run: Effect, needs: unknown[]): void;
    useLayoutEffect(run: Effect, needs: unknown[]): void;
    useRef<Value>(value: Value): {current: Value};
    useState<Value>(value: Value): [Value, (value: Value) => void];
  }
  interface GridLibrary {
    AgGrid: unknown;
    getApi(...asked: unknown[]): unknown;
    getApiAsync(id: string): unknown;
  }
  interface PlotlyParts {
    toImage(plot: Element, how: {format: string; width: number; height: number}): Promise<string>;
  }
  interface Window {
    dash_clientside: Dash;
    dash_ag_grid: GridLibrary;
    dashAgGridFunctions?: Record<string, Called>;
    dashAgGridComponentFunctions?: Record<string, Called>;
    muster: object;
    musterAsked?: {question: import('./page/brought.js').Question; answer: Promise<Response>}[];
    Plotly: PlotlyParts;
    React: ReactParts;
  }
}
