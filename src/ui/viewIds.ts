/** Ids of views in package.json and in restored windows. */
export const chatViewId = 'parley.chat';
export const requestsViewId = 'parley.requests';
export const chatPanelType = 'parley.chatPanel';
