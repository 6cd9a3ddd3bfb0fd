-- The frequent values of every column as the exports spell them, before anything is declared or
-- read.
with
    frequent_values as (select * from {{ source('raw_handoff', 'frequent_values') }}),

    column_contents as (select * from {{ source('raw_handoff', 'column_contents') }}),

    placeholders as (select * from {{ ref('placeholders') }}),

    keyed as (
        select
            frequent_values.*,
            {{ alphanumeric_key('frequent_values.value') }} as spelling_key,
            column_contents.filled_rows,
            column_contents.address_rows,
            column_contents.distinct_values > 1
            -- One or two letters among others as short are a code of the company.
            and column_contents.longest_value = length(frequent_values.value)
            and length(frequent_values.value) <= 2 as is_code,
            -- Ids and codes of two spellings are two records; a picklist has few values.
            column_contents.distinct_values
            <= {{ audit_limit('profile_picklist_values') }} as is_picklist
        from frequent_values
        inner join
            column_contents
            on frequent_values.system = column_contents.system
            and frequent_values.object = column_contents.object
            and frequent_values.table_schema = column_contents.table_schema
            and frequent_values.column_name = column_contents.column_name
    ),

    ranked as (
        select
            *,
            row_number() over (
                partition by system, object, column_name order by value_rows desc, value
            ) as place,
            first_value(value) over (
                partition by system, object, column_name, spelling_key
                order by value_rows desc, value
            ) as usual_spelling
        from keyed
    ),

    final as (
        select
            ranked.system
            || '/'
            || ranked.object
            || '/'
            || ranked.column_name
            || '/'
            || ranked.value as value_key,
            ranked.system,
            ranked.object,
            ranked.column_name,
            ranked.value,
            ranked.value_rows,
            ranked.value_rows / cast(ranked.filled_rows as double) as share,
            ranked.place,
            -- X among C and I, or NA among US and DE, is a code like the others.
            placeholders.placeholder is not null and not ranked.is_code as is_placeholder,
            -- Signs only, such as + and -, have no spelling.
            case
                when
                    ranked.is_picklist
                    and ranked.spelling_key <> ''
                    and ranked.usual_spelling <> ranked.value
                then ranked.usual_spelling
            end as usual_spelling,
            position('@' in ranked.value) > 1
            and 100 * ranked.address_rows
            < ranked.filled_rows * {{ audit_limit('profile_stray_percent') }} as is_stray_address
        from ranked
        left join placeholders on lower(trim(ranked.value)) = placeholders.placeholder
    )

select *
from final
