-- The values that a picklist takes, by value and by label. A list in another notation than JSON is
-- read where semicolons part its values.
with
    definitions as (select * from {{ ref('field_definitions') }}),

    listed as (
        select definition_key, picklist_values from definitions where picklist_values is not null
    ),

    items as (
        select definition_key, {{ json_items('picklist_values') }} as item
        from listed
        where picklist_values like '[%'
    ),

    parts as (
        select definition_key, {{ split_rows('picklist_values', ';') }} as item
        from listed
        where picklist_values not like '[%' and picklist_values like '%;%'
    ),

    words as (
        select definition_key, {{ json_value('item', 'value') }} as word
        from items
        where coalesce({{ json_value('item', 'active') }}, 'true') <> 'false'
        union
        select definition_key, {{ json_value('item', 'label') }} as word
        from items
        where coalesce({{ json_value('item', 'active') }}, 'true') <> 'false'
        union
        select definition_key, item as word
        from parts
    ),

    final as (
        select distinct definition_key, lower(trim(word)) as word from words where trim(word) <> ''
    )

select *
from final
