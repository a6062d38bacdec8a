-- Where runs go on when a branch leads into another workflow, what is known of people's risk, and what is
-- watched of them.

alter table workflow_execution
  -- Null where the run ended in the workflow that was asked for.
  add column end_workflow_id text,
  add column end_workflow_name text,
  add column end_workflow_version integer;
