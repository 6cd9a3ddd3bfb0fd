select
    system,
    name,
    vendor,
    role,
    time_zone,
    date_order,
    decimal_mark,
    {{ split_units('null_tokens') }} as null_tokens,
    cast(resolution_seconds as bigint) as resolution_seconds,
    owner,
    declared_in
from {{ source('declared', 'systems') }}
