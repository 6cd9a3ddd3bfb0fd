select system, function, declared_in from {{ source('declared', 'system_functions') }}
