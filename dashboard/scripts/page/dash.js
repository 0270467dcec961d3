// How scripts talk with Dash.

/** Give what a callback returns that changes nothing. */
export const noUpdate = () => window.dash_clientside.no_update;

/**
 * Change a component as if its callback had.
 * @param {string} id
 * @param {Record<string, unknown>} props
 */
export const setProps = (id, props) => window.dash_clientside.set_props(id, props);

/** Give the id of the component that caused the present callback. */
export const triggeredId = () => window.dash_clientside.callback_context.triggered_id;
