select handoff_id, field, source_value, target_value, declared_in
from {{ source('declared', 'field_values') }}
