select name, currency, cast(as_of as timestamp) as as_of, declared_in
from {{ source('declared', 'company') }}
