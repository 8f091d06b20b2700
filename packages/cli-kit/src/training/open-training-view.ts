import type { ReportContext } from '../output/report-context.js';
import { PlainTrainingReporter } from './plain-training-reporter.js';
import type { TrainingReporter } from './report-training.js';
export function openTrainingView(context: ReportContext): TrainingReporter { return new PlainTrainingReporter(context); }
