-- Every model of results has the grain it declares.
-- Runs after all models, so a failure skips no model.
-- depends_on: {{ ref('check_history') }}
-- depends_on: {{ ref('check_inputs') }}
-- depends_on: {{ ref('check_owners') }}
-- depends_on: {{ ref('findings') }}
-- depends_on: {{ ref('gate') }}
-- depends_on: {{ ref('next_baseline_violations') }}
-- depends_on: {{ ref('run_changes') }}
{{ broken_keys('results') }}
