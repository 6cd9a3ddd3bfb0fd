-- Every model of audit/contracts has the grain it declares.
-- Runs after the gate, so a failure skips no model.
-- depends_on: {{ ref('gate') }}
{{ broken_keys('audit/contracts') }}
