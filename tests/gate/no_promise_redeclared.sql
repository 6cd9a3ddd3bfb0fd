-- A result under another promise is not comparable: a person accepts the new promise.
select * from {{ ref('gate') }} where is_redeclared
