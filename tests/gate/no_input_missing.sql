-- An export or a declared column that was there and is missing, old or cut fails the run, and so
-- does
-- a status that nobody declared.
-- depends_on: {{ ref('gate') }}
select * from {{ ref('night_facts') }} where is_failure
