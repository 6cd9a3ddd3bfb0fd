with
    terms as (select * from {{ source('declared', 'rule_terms') }}),

    rules as (select * from {{ source('declared', 'rules') }}),

    headers as (select * from {{ ref('declared_columns') }}),

    final as (
        select
            terms.rule_id,
            rules.system,
            rules.object,
            terms.role,
            terms.header,
            headers.column_name,
            headers.value_position,
            terms.declared_in
        from terms
        inner join rules on terms.rule_id = rules.rule_id
        left join
            headers
            on rules.system = headers.system
            and rules.object = headers.object
            and terms.header = headers.header
    )

select *
from final
