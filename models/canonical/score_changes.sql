-- Changes of the score, of the columns that hold one (seeds/vocabulary/score_columns.csv).
with
    field_changes as (select * from {{ ref('field_changes') }}),

    people as (select * from {{ ref('people') }}),

    score_columns as (select * from {{ ref('score_columns') }}),

    columns_by_name as (select distinct column_name from score_columns),

    final as (
        select
            field_changes.field_change_key as score_change_key,
            field_changes.system,
            field_changes.object,
            people.person_key,
            {{ parse_money('field_changes.old_value') }} as old_score,
            {{ parse_money('field_changes.new_value') }} as new_score,
            field_changes.changed_at,
            field_changes.basis,
            field_changes.source_file,
            field_changes.source_row
        from field_changes
        inner join columns_by_name on field_changes.column_name = columns_by_name.column_name
        inner join people on field_changes.entity_key = people.person_key
    )

select *
from final
