export { decide, type Lookup } from './condition.js';
export type { Engine, EngineOptions, JobState, PipelineEvent, PlannedJob } from './engine.js';
export { explainPlan } from './explain-plan.js';
export { localEngine } from './local-engine.js';
export { type Pipeline, readPipeline, type Step } from './pipeline-file.js';
export { type CodeVersion, type Job, planJobs } from './plan-jobs.js';
export { type JobResult, ResultStore } from './result-store.js';
