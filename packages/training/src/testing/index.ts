export { describeSchedule } from './describe-schedule';
