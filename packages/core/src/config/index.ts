export { resolveChannels } from './resolve-channels.js';
export { resolveSchedule, type ScheduleSettings, scheduleFields } from './schedule-fields.js';
