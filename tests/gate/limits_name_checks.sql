-- A limit on a check that does not exist would never fail; `declared_in` is its location.
-- depends_on: {{ ref('gate') }}
select limits.check_id, limits.declared_in
from {{ ref('declared_limits') }} as limits
left join {{ ref('checks') }} as checks on limits.check_id = checks.check_id
where checks.check_id is null
