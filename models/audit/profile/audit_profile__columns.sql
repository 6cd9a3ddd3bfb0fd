-- What every column of the exports contains, before anything is declared.
with
    column_contents as (select * from {{ source('raw_handoff', 'column_contents') }}),

    columns as (select * from {{ source('raw_handoff', 'columns') }}),

    frequent_values as (select * from {{ ref('audit_profile__values') }}),

    placed as (
        select
            system,
            object,
            table_schema,
            column_name,
            min(header) as header,
            min(position) as position
        from columns
        group by system, object, table_schema, column_name
    ),

    summed as (
        select
            system,
            object,
            column_name,
            max(case when place = 1 then value end) as top_value,
            max(case when place = 1 then value_rows end) as top_value_rows,
            sum(case when is_placeholder then value_rows else 0 end) as placeholder_rows,
            {{ string_agg_sorted("case when is_placeholder then value end", "', '") }}
            as placeholders,
            sum(case when usual_spelling is not null then value_rows else 0 end) as respelt_rows,
            {{ string_agg_sorted("case when usual_spelling is not null then value || ' for ' || usual_spelling end", "', '") }}
            as respelt_values
        from frequent_values
        group by system, object, column_name
    ),

    described as (
        select
            column_contents.*,
            placed.header,
            placed.position,
            summed.top_value,
            coalesce(summed.top_value_rows, 0) as top_value_rows,
            cast(coalesce(summed.placeholder_rows, 0) as bigint) as placeholder_rows,
            summed.placeholders,
            cast(coalesce(summed.respelt_rows, 0) as bigint) as respelt_rows,
            summed.respelt_values,
            case
                when
                    100 * column_contents.address_rows
                    < column_contents.filled_rows * {{ audit_limit('profile_stray_percent') }}
                then column_contents.address_rows
                else 0
            end as stray_address_rows
        from column_contents
        inner join
            placed
            on column_contents.system = placed.system
            and column_contents.object = placed.object
            and column_contents.table_schema = placed.table_schema
            and column_contents.column_name = placed.column_name
        left join
            summed
            on column_contents.system = summed.system
            and column_contents.object = summed.object
            and column_contents.column_name = summed.column_name
    ),

    final as (
        select
            system || '/' || object || '/' || column_name as column_key,
            system,
            object,
            column_name,
            header,
            position,
            all_rows,
            filled_rows,
            filled_rows / cast(all_rows as double) as fill_share,
            distinct_values,
            is_estimated,
            longest_value,
            top_value,
            top_value_rows,
            filled_rows = 0 as is_empty,
            filled_rows > 1 and distinct_values = 1 as is_constant,
            all_rows > 1
            and not is_estimated
            and filled_rows = all_rows
            and distinct_values = all_rows as is_unique,
            placeholder_rows,
            placeholders,
            respelt_rows,
            respelt_values,
            stray_address_rows
        from described
    )

select *
from final
