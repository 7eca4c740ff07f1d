/** Ids of the chat in package.json and in restored windows. */
export const chatViewId = 'parley.chat';
export const chatPanelType = 'parley.chatPanel';
