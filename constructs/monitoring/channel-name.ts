/**
 * The resource name of a notification channel.
 * https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.notificationChannels
 */
export const CHANNEL_NAME = /^projects\/[^/]+\/notificationChannels\/[0-9]+$/;
