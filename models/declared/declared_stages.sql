select stage, name, cast(stage_order as bigint) as stage_order, meaning, declared_in
from {{ source('declared', 'stages') }}
