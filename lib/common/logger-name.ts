/** The context of every line that the library logs. */
export const LOGGER_NAME = 'CriiptoAuth';
