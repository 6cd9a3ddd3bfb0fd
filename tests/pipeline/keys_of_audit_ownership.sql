-- Every model of audit/ownership has the grain it declares.
-- Runs after the gate, so a failure skips no model.
-- depends_on: {{ ref('gate') }}
{{ broken_keys('audit/ownership') }}
